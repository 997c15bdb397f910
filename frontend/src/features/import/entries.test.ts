import { describe, expect, it } from 'vitest'
import { droppedFiles } from './entries'

const file = (name: string) => new File(['x'], name)
const fileEntry = (name: string, path: string) => ({
  isFile: true,
  isDirectory: false,
  name,
  fullPath: path,
  file: (done: (found: File) => void) => done(file(name)),
})
const folderEntry = (name: string, inside: { name: string }[]) => ({
  isFile: false,
  isDirectory: true,
  name,
  fullPath: `/${name}`,
  createReader: () => {
    // Browsers hand out at most a hundred at a time; here one at a time, to the same effect.
    const rest = [...inside]
    return { readEntries: (done: (part: unknown[]) => void) => done(rest.splice(0, 1)) }
  },
})
const dropped = (entries: unknown[], files: File[] = []) =>
  ({
    items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })),
    files,
  }) as unknown as DataTransfer

describe('what was dropped', () => {
  it('is walked, folder by folder, in the order of names', async () => {
    const inner = folderEntry('calls', [
      fileEntry('b.srt', '/in/calls/b.srt'),
      fileEntry('a.srt', '/in/calls/a.srt'),
    ])
    const found = await droppedFiles(
      dropped([
        folderEntry('in', [fileEntry('z.vtt', '/in/z.vtt'), inner]),
        fileEntry('alone.txt', '/alone.txt'),
      ]),
    )
    expect(found.map(({ name, webkitRelativePath }) => [name, webkitRelativePath])).toEqual([
      ['a.srt', 'in/calls/a.srt'],
      ['b.srt', 'in/calls/b.srt'],
      ['z.vtt', 'in/z.vtt'],
      ['alone.txt', 'alone.txt'],
    ])
  })

  it('is taken as it is when there is no folder in it', async () => {
    const plain = [file('a.vtt')]
    expect(await droppedFiles(dropped([fileEntry('a.vtt', '/a.vtt')], plain))).toEqual(plain)
  })
})
