// The next row with an error, among pages of rows in the file's order.
interface Page {
  items: { position: number }[]
  total: number
}

/**
 * Gives the position of the first row after `position`, or the first of all
 * when none comes after it; undefined when there is no other row. Pages are
 * found by halving, for files with thousands of errors.
 */
export async function nextRow(fetch: (page: number) => Promise<Page>, position: number, size = 100): Promise<number | undefined> {
  const first = await fetch(1)
  let low = 1
  let high = Math.max(1, Math.ceil(first.total / size))
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const page = middle === 1 ? first : await fetch(middle)
    const last = page.items[page.items.length - 1]
    if (last && last.position <= position) low = middle + 1
    else high = middle
  }
  const page = low === 1 ? first : await fetch(low)
  const found = page.items.find((r) => r.position > position) ?? first.items[0]
  return found && found.position !== position ? found.position : undefined
}
