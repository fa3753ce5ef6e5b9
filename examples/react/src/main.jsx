import "backendai-media/static.css";
import { BackendAIOutput } from "backendai-media/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { html, items } from "./result.js";

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <h1>Outputs in React</h1>
    <BackendAIOutput items={items} html={html} />
  </StrictMode>,
);
