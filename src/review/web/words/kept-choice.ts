/** @file Choices of this browser that are about nobody: the language, whether single keys act. */

const nameOf = (choice: string) => `bedside.choice.${choice}`

/** A choice that was kept, or null; null too where the browser keeps nothing. */
export function kept(choice: string): string | null {
  try {
    return localStorage.getItem(nameOf(choice))
  } catch {
    return null
  }
}

/** Keeps a choice, where the browser keeps anything. */
export function keep(choice: string, value: string): void {
  try {
    localStorage.setItem(nameOf(choice), value)
  } catch {
    // A browser that keeps nothing forgets the choice: the page works all the same.
  }
}
