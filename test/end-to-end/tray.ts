import type { ElectronApplication } from '@playwright/test';
import type { NativeImage } from 'electron';

interface Item {
  label?: string;
  submenu?: { items: Item[] };
  click: () => void;
}

/** Records the tray's menu: the system would draw it, and tests cannot click there. */
export async function watchTray(application: ElectronApplication) {
  await application.evaluate(({ Menu, Tray }) => {
    // oxlint-disable-next-line typescript/unbound-method -- called with the tray below
    const { setImage } = Tray.prototype;
    Tray.prototype.setImage = function keep(image) {
      Object.assign(globalThis, { trayImage: image });
      setImage.call(this, image);
    };
    const build = Menu.buildFromTemplate.bind(Menu);
    Menu.buildFromTemplate = (template) => Object.assign(globalThis, { trayMenu: build(template) }).trayMenu;
  });
  const labels = () =>
    application.evaluate(() => {
      const name = ({ label, submenu }: Item): string[] => [label ?? '', ...(submenu?.items.flatMap(name) ?? [])];
      const { trayMenu } = globalThis as { trayMenu?: { items: Item[] } };
      return trayMenu?.items.flatMap(name).filter(Boolean) ?? [];
    });
  const click = (...path: string[]) =>
    application.evaluate((_electron, way) => {
      let items = (globalThis as unknown as { trayMenu: { items: Item[] } }).trayMenu.items;
      let found: Item | undefined;
      for (const label of way) {
        found = items.find((item) => item.label === label);
        if (!found) throw new Error(`the tray has no ${label}: ${items.map((item) => item.label).join(', ')}`);
        items = found.submenu?.items ?? [];
      }
      found?.click();
    }, path);
  /** Whether the tray shows this icon. */
  const shows = ({ small }: { small: string }) =>
    application.evaluate(({ nativeImage }, drawn) => {
      const { trayImage } = globalThis as { trayImage?: NativeImage };
      return trayImage?.toBitmap().equals(nativeImage.createFromDataURL(drawn).toBitmap()) ?? false;
    }, small);
  return { labels, click, shows };
}
