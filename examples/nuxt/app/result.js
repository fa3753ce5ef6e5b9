/** What a kernel sent, and the same as Python's `render` made it on a server. */
export const items = [
  ["stdout", "epoch 1, loss 0.412\n"],
  ["application/json", { accuracy: 0.98 }],
];
export const html = `<div class="backendai-output" data-backendai-result="cell-1"><div class="backendai-item" data-type="stdout"><div class="backendai-console" role="group" aria-label="stdout"><div class="">epoch 1, loss 0.412\n</div></div></div><div class="backendai-item" data-type="application/json"><div class="backendai-static-json"><details open><summary><span class="backendai-static-json-size">{1}</span></summary><div><span class="backendai-static-json-key">"accuracy"</span>: <span class="backendai-static-json-number">0.98</span></div></details></div></div></div>`;
