/** The files in what was dropped: folders are walked, so that a whole folder of exports can be let go at once. */

/** The file's path inside a dropped folder is kept where browsers keep it for chosen folders. */
function withPath(file: File, path: string): File {
  if (path && !file.webkitRelativePath) Object.defineProperty(file, 'webkitRelativePath', { value: path })
  return file
}

const readAll = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => {
    const all: FileSystemEntry[] = []
    // A reader hands out a part at a time; an empty part is the end.
    const next = () =>
      reader.readEntries((part) => {
        if (part.length === 0) resolve(all)
        else {
          all.push(...part)
          next()
        }
      }, reject)
    next()
  })

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [withPath(file, entry.fullPath.replace(/^\//, ''))]
  }
  const inside = await readAll((entry as FileSystemDirectoryEntry).createReader())
  inside.sort((a, b) => a.name.localeCompare(b.name))
  return (await Promise.all(inside.map(filesOf))).flat()
}

/** Everything that was dropped. Must be called while the event is being handled: afterwards the browser forgets. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
  const plain = [...data.files]
  if (!entries.some((entry) => entry?.isDirectory)) return plain
  const found = await Promise.all(entries.map((entry) => (entry ? filesOf(entry) : Promise.resolve([]))))
  return found.flat()
}
