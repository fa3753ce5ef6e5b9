/** What unit tests use of Node, which runs them: its types are no dependency for so little. */

declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
}

declare module "node:assert/strict" {
  export function equal(actual: unknown, expected: unknown, message?: string): void;
  export function deepEqual(actual: unknown, expected: unknown, message?: string): void;
  export function ok(value: unknown, message?: string): asserts value;
  export function throws(run: () => unknown, expected: RegExp, message?: string): void;
}

declare module "node:fs" {
  export function readdirSync(path: string): string[];
  export function readFileSync(path: string, encoding: "utf8"): string;
}

declare module "node:inspector/promises" {
  export class Session {
    connect(): void;
    disconnect(): void;
    post(method: string, params?: object): Promise<unknown>;
  }
}

declare module "node:process" {
  export const env: Readonly<Record<string, string | undefined>>;
}

/** Vectors. */
declare module "*.json" {
  const value: unknown;
  export default value;
}
