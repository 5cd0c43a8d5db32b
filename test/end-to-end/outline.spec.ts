import { violationsIn } from './accessibility.ts';
import { ask } from './ask.ts';
import { outlineOf, rulesOfWords, stylesThatReadALanguage } from './outline.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';

/** A part of a page that is sound in English, and what it is in a language where a rule is broken. */
const faults: { rule: string; sound: string; broken: string }[] = [
  {
    rule: 'button-name',
    sound: '<button aria-label="Words"><svg></svg></button>',
    broken: '<button aria-label=""><svg></svg></button>',
  },
  {
    rule: 'label',
    sound: '<label for="fault-field">Words</label><input id="fault-field">',
    broken: '<label for="fault-other">Words</label><input id="fault-field">',
  },
  { rule: 'image-alt', sound: '', broken: '<img src="data:,">' },
  { rule: 'empty-heading', sound: '<h2>Words</h2>', broken: '<h2> </h2>' },
  { rule: 'aria-required-attr', sound: '<p role="status">Words', broken: '<p role="slider" tabindex="0">Words' },
  {
    rule: 'color-contrast',
    sound: '<p style="color: rgb(0, 0, 0); background: rgb(255, 255, 255)">Words',
    broken: '<p style="color: rgb(200, 200, 200); background: rgb(255, 255, 255)">Words',
  },
  { rule: 'color-contrast', sound: onBlack('0'), broken: onBlack('40px') },
  {
    rule: 'landmark-unique',
    sound: '<nav aria-label="Words"></nav><nav aria-label="Others"></nav>',
    broken: '<nav aria-label="Words"></nav><nav aria-label="Words"></nav>',
  },
  {
    rule: 'label-content-name-mismatch',
    sound: '<button aria-label="Words and more">Words</button>',
    broken: '<button aria-label="Others and more">Words</button>',
  },
  { rule: 'scrollable-region-focusable', sound: scrolling('Words'), broken: scrolling('Words '.repeat(200)) },
  { rule: 'valid-lang', sound: '<p lang="vi">Words', broken: '<p lang="xx-words">Words' },
];

/** Light words, which can be read as long as the black box is behind them. */
function onBlack(top: string): string {
  return `<div style="background: white; height: 60px; position: relative">
    <div style="background: black; position: absolute; height: 20px; width: 100px"></div>
    <p style="color: rgb(240, 240, 240); position: absolute; margin: 0; line-height: 20px; top: ${top}">Words</p></div>`;
}

function scrolling(words: string): string {
  return `<div style="width: 100px; height: 60px; overflow: auto">${words}</div>`;
}

test('a fault that one language alone has changes the outline or breaks a rule of words', async ({ desktop }) => {
  const { window } = await desktop.launch();
  await ready(window);
  await window.emulateMedia({ reducedMotion: 'reduce' });
  await window.evaluate(() => {
    const place =
      '<div id="faults" style="position: fixed; z-index: 1000; top: 0; background: white; color: black"></div>';
    document.querySelector('main')?.insertAdjacentHTML('beforeend', place);
  });
  const put = (html: string) =>
    window.evaluate((text) => {
      const place = document.querySelector('#faults');
      if (place) place.innerHTML = text;
    }, html);
  const ruleOf = (violation: string) => violation.split(':')[0];
  for (const { rule, sound, broken } of faults) {
    await put(sound);
    const outline = await outlineOf(window);
    expect((await violationsIn(window)).map(ruleOf), rule).not.toContain(rule);
    await put(broken);
    expect((await violationsIn(window)).map(ruleOf), `${rule}: ${broken}`).toContain(rule);
    if (rulesOfWords.includes(rule))
      expect((await violationsIn(window, rulesOfWords)).map(ruleOf), rule).toContain(rule);
    else expect(await outlineOf(window), rule).not.toBe(outline);
  }
});

test('the outline of a page is the same in every language, and no style reads the language', async ({ desktop }) => {
  const { window } = await desktop.launch();
  await ready(window);
  await window.getByRole('button', { name: 'Switch or manage people' }).waitFor();
  expect(await stylesThatReadALanguage(window)).toEqual([]);
  const outline = await outlineOf(window);
  for (const [language, words] of [
    ['vi', 'Thêm máy chủ'],
    ['zh', '添加服务器'],
  ] as const) {
    await ask(window, 'preferences:change', { language });
    await window.getByText(words).first().waitFor();
    expect(await outlineOf(window)).toBe(outline);
  }
  await window.evaluate(() => {
    const [sheet] = document.styleSheets;
    sheet?.insertRule('p:lang(vi) { color: white }');
  });
  expect(await stylesThatReadALanguage(window)).toEqual([':lang(']);
});
