/** What a CDN of npm packages answers to the package's name alone: the entry, and the elements. */

import "./cdn-root.ts";
import "./main.ts";
import "./element/index.ts";
