import { adopt } from "../../shared/dom.ts";
import buttonStyle from "../../shared/button.css";
import theme from "../../shared/theme.css";
import css from "./style.css";

/** Adopts the tools' style sheet where `element` is. */
export function styleTools(element: Element): void {
  adopt(theme, element);
  adopt(buttonStyle, element);
  adopt(css, element);
}
