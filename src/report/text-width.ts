/** @file How wide a text is drawn, by our own count. */

/** Width of a text in Helvetica of 12 px, roughly: without a canvas vega guesses labels far too wide or too narrow. */
export function textWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[⺀-鿿＀-￯]/.test(character) ? 12.5 : 6.9), 0)
}
