/** Types of picture.mjs, which describes its functions. */
export declare const PICTURES: Readonly<Record<'README.md' | 'README.ja.md', string>>;
export declare function takePicture(root: string, locale: string): Promise<string>;
export declare function pictureIn(page: string): string;
export declare function withPicture(page: string, picture: string): string;
export declare function still(picture: string): string;
