/** How formulas look. */

import temmlStyle from "temml/dist/Temml-Local.css";
import ownStyle from "./style.css";

export const style = temmlStyle + ownStyle;
