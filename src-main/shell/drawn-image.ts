import { join } from 'node:path';
import type { NativeImage, nativeImage } from 'electron';

/** A generated icon: at two sizes as data, and by its name as a file of Windows. */
export interface DrawnIcon {
  name: string;
  small: string;
  large: string;
}

interface ImageSystem {
  platform: NodeJS.Platform;
  /** The folder of the app's files. */
  root: string;
  nativeImage: Pick<typeof nativeImage, 'createEmpty' | 'createFromPath'>;
}

/** Makes a native image of an icon, for standard and high-resolution screens. */
export function drawnImages({ platform, root, nativeImage }: ImageSystem) {
  return ({ name, small, large }: DrawnIcon): NativeImage => {
    // Windows scales by steps of 25 %, and takes what fits from a file; of an image it would enlarge the smallest.
    if (platform === 'win32')
      return nativeImage.createFromPath(join(root, 'src-main', 'shell', 'icons', 'windows', `${name}.ico`));
    const image = nativeImage.createEmpty();
    image.addRepresentation({ scaleFactor: 1, dataURL: small });
    image.addRepresentation({ scaleFactor: 2, dataURL: large });
    return image;
  };
}
