import { afterNextRender, Component, CUSTOM_ELEMENTS_SCHEMA, ElementRef, signal, viewChild } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import "backendai-media/element";

@Component({
  selector: "app-root",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1 [title]="rendered() + ' items'">Outputs in Angular</h1>
    <backendai-output #output [items]="items()"></backendai-output>
  `,
})
class App {
  /** What a kernel sent. */
  items = signal([
    ["stdout", "epoch 1, loss 0.412\n"],
    ["application/json", { accuracy: 0.98 }],
  ]);
  rendered = signal(0);
  output = viewChild.required<ElementRef<HTMLElement>>("output");

  constructor() {
    // In templates Angular takes what is before a colon for the event's target.
    afterNextRender(() =>
      this.output().nativeElement.addEventListener("backendai:rendered", ({ detail }: CustomEventInit) =>
        this.rendered.set(detail.rendered),
      ),
    );
  }
}

await bootstrapApplication(App);
