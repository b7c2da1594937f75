declare module 'virtual:lucide' {
  /** By its first letter, every icon's drawing by its name. */
  export const icons: Readonly<Record<string, () => Promise<{ readonly default: Readonly<Record<string, string>> }>>>
}
