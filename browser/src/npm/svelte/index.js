export { default as BackendAIOutput } from "./BackendAIOutput.svelte";
export { default as BackendAITerminal } from "./BackendAITerminal.svelte";
export { createStream } from "../element.js";
