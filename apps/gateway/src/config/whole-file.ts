import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isNativeError } from "node:util/types";
import type { Secret } from "@plenticore/core";
import { configurationReadOnly } from "./problem.ts";

/**
 * Puts `text` in the place of a file's content at once: who reads, or finds the file after a crash, sees the old or the
 * new one, whole. Mode stays; behind a symbolic link its target is replaced.
 *
 * @throws ConfigurationProblem CONFIGURATION_READ_ONLY where the file or its folder can't be written
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file);
    const { mode } = await stat(target);
    // To rename would go round the write protection.
    if ((mode & 0o222) === 0)
      throw configurationReadOnly(`${file} is write-protected: \`chmod u+w\` lets it be changed`);
    const beside = join(dirname(target), `.${basename(target)}.new`);
    await rm(beside, { force: true });
    try {
      await write(beside, text, mode & 0o7777);
      await rename(beside, target);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
  } catch (error) {
    throw described(error, file);
  }
}

/** The folder of secrets beside a configuration, and how those are named that this program made. */
const folderName = "secrets";
const ours = /^secrets\/[a-z0-9-]+\.[0-9a-f]{8}$/;

export const isOurSecret = (file: string): boolean => ours.test(file);

/**
 * A secret in a new file that its owner alone can read (folder 0700, file 0600).
 *
 * @returns the file as it is named in the configuration
 */
export async function createSecretFile(configuration: string, name: string, secret: Secret): Promise<string> {
  const folder = folderOf(configuration);
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "inverter";
  const file = `${folderName}/${slug}.${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(join(folder, folderName), { mode: 0o700, recursive: true });
    await write(join(folder, file), `${secret.reveal()}\n`, 0o600);
    await syncFolder(join(folder, folderName));
  } catch (error) {
    throw described(error, file);
  }
  return file;
}

/** Takes away a file that this program made; any other stays. */
export async function removeSecretFile(configuration: string, file: string): Promise<void> {
  if (isOurSecret(file)) await rm(join(folderOf(configuration), file), { force: true });
}

/** As secrets are read: beside the name that was given, not beside what it links to. */
const folderOf = (configuration: string): string => dirname(configuration);

async function write(file: string, text: string, mode: number): Promise<void> {
  await using handle: FileHandle = await open(file, "wx", mode);
  await handle.writeFile(text);
  // The umask had a say in the mode given to open.
  await handle.chmod(mode);
  await handle.sync();
}

/** The new name is lost with a power cut unless the folder was written, too. */
async function syncFolder(folder: string): Promise<void> {
  await using handle: FileHandle = await open(folder, "r");
  await handle.sync();
}

const mayNotWrite = "this user may not write beside it: let the gateway's user write in its folder";

const reasons: Readonly<Record<string, string>> = {
  EACCES: mayNotWrite,
  EPERM: mayNotWrite,
  EROFS: "it is on a read-only file system: change it by hand, or keep it on another one",
  EBUSY: "it is mounted as a single file: mount its folder instead",
  EXDEV: "it is mounted as a single file: mount its folder instead",
  ENOSPC: "the disk is full",
  ENOENT: "the file or its folder is gone",
};

function described(error: unknown, file: string): unknown {
  const reason = isNativeError(error) && "code" in error ? reasons[String(error.code)] : undefined;
  return reason === undefined ? error : configurationReadOnly(`${file}: ${reason}`, error);
}
