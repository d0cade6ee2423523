import type { ComponentProps, ReactNode } from "react";
import styles from "./button.module.css";

export interface ButtonProps extends ComponentProps<"button"> {
  /** primary: what the view is for; danger: what can't be taken back. Default: plain. */
  readonly look?: "plain" | "primary" | "danger" | "quiet";
}

export const Button = ({ look = "plain", type = "button", ...rest }: ButtonProps): ReactNode => (
  <button {...rest} type={type} className={styles.button} data-look={look} />
);
