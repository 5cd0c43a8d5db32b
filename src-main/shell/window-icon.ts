import { nativeImage, type NativeImage } from 'electron';
import { appIcon } from './drawn-app-icon.ts';
import { drawnImages } from './drawn-image.ts';

/** The icon of a window; undefined on macOS, which has that of the app. */
export function windowIcon(platform: NodeJS.Platform, root: string): () => NativeImage | undefined {
  return () => (platform === 'darwin' ? undefined : drawnImages({ platform, root, nativeImage })(appIcon));
}
