// Pasted text goes to the server as a file, under a name of its day.
export function fileOfText(text: string, day: string): File {
  return new File([text], `粘贴的文本 ${day}.txt`, { type: 'text/plain' })
}
