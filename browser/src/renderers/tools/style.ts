import { adopt } from "../../core/style.ts";
import theme from "../../core/theme.css";
import css from "./style.css";

/** Adopts the tools' style sheet where `element` is. */
export function styleTools(element: Element): void {
  adopt(theme, element);
  adopt(css, element);
}
