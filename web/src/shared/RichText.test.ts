import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { loosePictures, PlainText, plainText, RichText } from './RichText'

const shown = (html: string) => mount(RichText, { props: { html } }).element.innerHTML

it('shows what questions need', () => {
  expect(shown('10<sup>3</sup> 与 <b>H<sub>2</sub>O</b><br>第二行')).toBe('10<sup>3</sup> 与 <b>H<sub>2</sub>O</b><br>第二行')
  expect(shown('a &lt; b &amp; c')).toBe('a &lt; b &amp; c')
  expect(shown('<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>')).toContain('<td colspan="2">甲</td>')
  expect(shown('没有标记')).toBe('没有标记')
})

it('builds nothing that runs, loads or links', () => {
  for (const html of [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)><script>x</script></svg>', '<a href="javascript:alert(1)">x</a>',
    '<p onclick="alert(1)" style="position:fixed" id="a">x</p>', '<iframe srcdoc="x"></iframe>', '<form><input autofocus onfocus=alert(1)></form>', '<td colspan="x">y</td>',
  ]) {
    expect(shown(html)).not.toMatch(/script|on\w+=|<img|<svg|<a|style|id=|iframe|<form|<input|colspan/)
  }
})

it('gives the text alone', () => {
  expect(plainText('<p>甲</p><p>乙<br>丙 &lt; 丁</p>')).toBe('甲 乙 丙 < 丁')
})

it('shows a picture by its number and nothing else', () => {
  const html = mount(RichText, { props: { html: '看图 <img data-picture="2" alt="轴" src="http://evil/x.png" onerror="x"> <img data-picture="9">', pictures: ['/a', '/b'] } }).element.innerHTML
  expect(html).toContain('<img src="/b" alt="轴"')
  expect(html).not.toMatch(/evil|onerror/)
  expect(html.match(/<img/g)).toHaveLength(1)
  expect(loosePictures(['<img data-picture="2" alt="">', 'x'], 3)).toEqual([0, 2])
})

it('sets formulas and leaves what is none', async () => {
  const shown = mount(RichText, { props: { html: '式中 \\(\\frac{a}{b}\\)，\\[c&lt;d\\] 与 (x)' } })
  await vi.waitFor(() => expect(shown.findAll('.katex')).toHaveLength(2))
  expect(shown.text()).toContain('(x)')
})

it('lets no formula link, load or run', async () => {
  const shown = mount(RichText, { props: { html: '\\(\\href{javascript:alert(1)}{x}\\) \\(\\includegraphics{http://e/x.png}\\) \\(\\def\\a{\\a\\a}\\a\\) \\(\\htmlId{a}{b}\\)' } })
  await vi.waitFor(() => expect(shown.findAll('.formula > *').length).toBe(4))
  expect(shown.html()).not.toMatch(/<a |<img|id="a"|href=/)
})

it('keeps the empty bracket of a question on one line', () => {
  expect(mount(PlainText, { props: { text: '应当（ ）。' } }).text()).toBe('应当（\u00a0\u00a0）。')
  expect(mount(PlainText, { props: { text: '（甲 乙）' } }).text()).toBe('（甲 乙）')
})
