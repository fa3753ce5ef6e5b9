/** Shapes of services that run code: sandboxes, tools of language models, judges. */

import { APP_TYPE } from "../../shared/media-types.ts";
import { type Dict, isDict, isList, isText } from "../../shared/reading.ts";
import { bundle, error, files, joined, mapping, media, process, sequence, type Translate } from "./parts.ts";

/** E2B, Cloudflare. */
const execution: Translate = (value) => {
  if (!("results" in value)) return undefined;
  const [logs, failure] = [mapping(value.logs), mapping(value.error)];
  const made = [...process(logs.stdout, logs.stderr), ...sequence(value.results).map((one) => bundle(mapping(one)))];
  if (Object.keys(failure).length) {
    made.push(error(failure.name, failure.value ?? failure.message, failure.traceback));
  }
  return made;
};

const daytona: Translate = (value) => {
  if (!("result" in value)) return undefined;
  const { stdout, charts } = mapping(value.artifacts);
  const pictures = sequence(charts)
    .map((one) => mapping(one).png)
    .filter((one) => one);
  const text = joined(stdout) || joined(value.result);
  return [...process(text, "", value.exit_code), ...pictures.map((one) => ["image/png", one])];
};

const azure: Translate = (value) => {
  if (!("result" in value && "stdout" in value)) return undefined;
  const { result } = value;
  const made = process(value.stdout, value.stderr);
  if (isDict(result) && isText(result.base64_data)) {
    made.push([`${result.type ?? "image"}/${result.format ?? "png"}`, result.base64_data]);
  } else if (isText(result)) made.push(["text/plain", result]);
  else if ((result ?? null) !== null) made.push(["application/json", result]);
  return made;
};

/** OpenAI, Anthropic, MCP. */
const image: Translate = (value) => {
  const { url, image: file, mimeType, data } = value;
  if (isText(url)) {
    const type = /^[^:]{0,64}:([^,]{0,64})/.exec(url)?.[1] ?? "";
    return media(type.startsWith("image/") ? type : "image/png", url);
  }
  if (file !== undefined) return files([file]);
  const source = mapping(value.source);
  if ("data" in source) return media(source.media_type, source.data);
  return mimeType === undefined ? undefined : media(mimeType, data);
};

/** OpenAI. */
const shell: Translate = ({ output }) => {
  if (isText(output)) return process(output);
  return sequence(output).flatMap((one) => {
    const { stdout, stderr, outcome } = mapping(one);
    const { type, exit_code: code } = mapping(outcome);
    return [...process(stdout, stderr, code), ...(type === "timeout" ? [error("timeout", "timed out")] : [])];
  });
};

/** Anthropic. */
const content: Translate = ({ content }) => (isList(content) ? content : [content]);
const toolOutput: Translate = (value) => [
  ...(isText(value.encrypted_stdout) ? [["text/plain", "[encrypted_stdout]"]] : []),
  ...process(value.stdout, value.stderr, value.return_code),
  ...files(value.content),
];
const view: Translate = ({ content, lines }) => [
  "text/plain",
  isText(content) ? content : sequence(lines).filter(isText).join("\n"),
];
const toolError: Translate = (value) =>
  isText(value.error_code) ? error(value.error_code, value.error_message) : undefined;

/** Whether a resource is a view of MCP Apps. */
const isApp = ({ mimeType }: Dict): boolean =>
  isText(mimeType) && mimeType.replace(/[ "]/g, "").toLowerCase() === "text/html;profile=mcp-app";

const resource: Translate = (value) => {
  const { type: _type, ...rest } = value;
  const held = mapping(rest.resource);
  if (isApp(held)) return { [APP_TYPE]: { ...rest, resource: held } };
  return media(held.mimeType, held.text ?? held.blob);
};

/** What a server sends that was asked for a resource; the page may have put fields of the tool's call beside it. */
const contents: Translate = ({ contents, ...call }) =>
  isList(contents) ? contents.map((one) => ({ ...call, type: "resource", resource: one })) : undefined;

/** MCP. */
const toolResult: Translate = (value) => {
  const { content, cell_type: cell, isError, structuredContent } = value;
  if (!isList(content) || cell !== undefined) return undefined;
  const isView = (one: unknown): boolean => isApp(mapping(mapping(one).resource));
  if (content.some(isView)) {
    const result = { ...value, content: content.filter((one) => !isView(one)) };
    const views = content.filter(isView).map((one) => ({ ...mapping(one), toolResult: result }));
    return result.content[0] === undefined ? views : [result, ...views];
  }
  if (isError === true) {
    const text = joined(content.map((one) => mapping(one).text));
    return [["stderr", text], ...content.filter((one) => !("text" in mapping(one)))];
  }
  return content.length ? content : [["application/json", structuredContent ?? null]];
};

const gemini: Translate = (value) => {
  const candidates = sequence(value.candidates);
  if (candidates.length) return [mapping(candidates[0]).content];
  if (isList(value.parts)) return value.parts;
  const ended = value.codeExecutionResult ?? value.code_execution_result;
  if (isDict(ended)) {
    const isFine = (ended.outcome ?? "OUTCOME_OK") === "OUTCOME_OK";
    return isFine ? process(ended.output) : process("", ended.output);
  }
  const held = value.inlineData ?? value.inline_data;
  if (isDict(held)) return media(held.mimeType ?? held.mime_type, held.data);
  return isDict(value.executableCode ?? value.executable_code) ? [] : undefined;
};

/** What a model says between Gemini's other parts, if nothing else is said; thoughts are left out. */
const prose: Translate = (value) => {
  const { text, thought } = value;
  const isAlone = Object.keys(value).every(
    (key) => /^(?:text|thought(?:(?:S|_s)ignature)?)$/.test(key) || (value[key] ?? null) === null,
  );
  if (!isAlone || !isText(text)) return undefined;
  return thought === true ? [] : ["text/markdown", text];
};

const judge0: Translate = (value) => {
  const made = [...process("", value.compile_output), ...process(value.stdout, value.stderr)];
  const message = joined(value.message);
  if (message) made.push(["stderr", message]);
  const { id, description } = mapping(value.status);
  if (![undefined, null, 1, 2, 3].includes(id as number)) made.push(["log", ["error", "", "", description ?? ""]]);
  return made;
};

const piston: Translate = (value) =>
  [value.compile, value.run].flatMap((one) => {
    const { stdout, stderr, code, signal } = mapping(one);
    return isText(signal) ? process(stdout, stderr, signal, "signal") : process(stdout, stderr, code);
  });

const none: Translate = () => [];
const file: Translate = (value) => files([value]);

export const BY_TYPE: Record<string, Translate> = {
  stdout: ({ text }) => (text === undefined ? undefined : process(text)),
  stderr: ({ text }) => (text === undefined ? undefined : process("", text)),
  result: bundle,
  end_of_execution: none,
  number_of_executions: none,
  code_interpreter_call: ({ outputs }) => sequence(outputs),
  code_interpreter: (value) => sequence(mapping(value.code_interpreter).outputs),
  logs: ({ logs }) => process(logs),
  image,
  audio: image,
  shell_call_output: shell,
  local_shell_call_output: shell,
  code_execution_tool_result: content,
  bash_code_execution_tool_result: content,
  text_editor_code_execution_tool_result: content,
  tool_result: content,
  code_execution_result: toolOutput,
  encrypted_code_execution_result: toolOutput,
  bash_code_execution_result: toolOutput,
  code_execution_output: file,
  bash_code_execution_output: file,
  text_editor_code_execution_view_result: view,
  text_editor_code_execution_create_result: none,
  text_editor_code_execution_str_replace_result: view,
  text: ({ text }) => (text === undefined ? undefined : ["text/plain", text]),
  resource,
  resource_link: ({ uri }) => ["text/plain", uri],
};
export const BY_KEY: Record<string, readonly Translate[]> = {
  logs: [execution],
  exit_code: [daytona],
  stdout: [azure],
  error_code: [toolError],
  content: [toolResult],
  contents: [contents],
  candidates: [gemini],
  executableCode: [gemini],
  executable_code: [gemini],
  codeExecutionResult: [gemini],
  code_execution_result: [gemini],
  inlineData: [gemini],
  inline_data: [gemini],
  parts: [gemini],
  text: [prose],
  compile_output: [judge0],
  run: [piston],
};
