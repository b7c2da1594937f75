export declare function addStyle(): void
export declare function titleWhatIsDone(): void
export declare function pretendHeight(): void
export declare function coloursOf(element: unknown): string[]
export declare function heightOf(element: unknown): number
export declare function leadFrame(frame: unknown, url: string): void
export declare function languageOfPage(): string
export declare function isBroken(): boolean
