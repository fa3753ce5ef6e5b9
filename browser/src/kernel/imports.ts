/** In the place of imports, for pages that were opened as files: those can import no modules, but load scripts. */

interface Home {
  BackendAI?: { assetRoot?: string };
  BackendAIChunks?: Record<string, unknown>;
}
interface TrustedTypes {
  createPolicy(name: string, rules: object): { createScriptURL(text: string): string };
}

const home = window as unknown as Home & { trustedTypes?: TrustedTypes };
let policy: { createScriptURL(text: string): string } | undefined;

/** The exports of a chunk, of its twin that is a classic script. */
export const __IMPORTS__ = async (name: string): Promise<unknown> => {
  const address = `${home.BackendAI?.assetRoot}/file/${name}.js`;
  policy ??= home.trustedTypes?.createPolicy("backendai-chunks", { createScriptURL: (text: string) => text });
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = policy?.createScriptURL(address) ?? address;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
  return home.BackendAIChunks?.[name];
};
