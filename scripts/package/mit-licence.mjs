// @ts-check
import { Problem } from '../setup/problem.mjs';

/**
 * The text of the MIT licence with a package's author, for packages that name the licence without its text: every copy
 * must include it.
 * @param {{ name: string, license: string, author?: string | { name: string } }} manifest
 */
export function mitLicence({ name, license, author }) {
  const holder = typeof author === 'object' ? author.name : author?.replace(/ *<.*/, '');
  if (license !== 'MIT' || !holder) throw new Problem(`${name} comes without the words of its licence, ${license}.`);
  return `MIT License\n\nCopyright (c) ${holder}\n\n${words}`;
}

const words = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
