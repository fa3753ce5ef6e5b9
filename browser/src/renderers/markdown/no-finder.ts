/** What the build gives to markdown-it in the place of linkify-it, since `addresses.ts` finds addresses. */

// oxlint-disable-next-line typescript/no-extraneous-class -- the parser makes one
export class LinkifyIt {}
