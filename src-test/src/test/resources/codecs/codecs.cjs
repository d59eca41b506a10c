// Prints the codec of each track of the files that are its arguments, a file a line, as mp4box.js names it.
const fs = require("fs");
const path = require("path");
const { createFile } = require(path.resolve("node_modules/mp4box/dist/mp4box.all.cjs"));

for (const name of process.argv.slice(2)) {
    const file = createFile();
    file.onReady = (info) => console.log(info.tracks.map((track) => track.codec).join(","));
    const bytes = fs.readFileSync(name);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    buffer.fileStart = 0;
    file.appendBuffer(buffer);
    file.flush();
}
