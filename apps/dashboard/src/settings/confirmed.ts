/** Whether somebody typed what the inverter is called, or its id: the proof that it is this one that is meant. */
export const isConfirmed = (typed: string, { name, id }: { readonly name: string; readonly id: string }): boolean => {
  const text = typed.trim();
  return text !== "" && (text === id || text === name.trim());
};
