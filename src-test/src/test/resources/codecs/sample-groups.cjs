// Prints the sample groups of the file that is its argument as mp4box.js reads them: the descriptions in moov on the first line, then
// a line for each fragment with the number of its samples and what they are members of.
const fs = require("fs");
const path = require("path");
const { createFile } = require(path.resolve("node_modules/mp4box/dist/mp4box.all.cjs"));

const file = createFile();
file.onError = (error) => { throw new Error(error); };
const bytes = fs.readFileSync(process.argv[2]);
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
buffer.fileStart = 0;
file.appendBuffer(buffer);
file.flush();
const described = (box) => box.grouping_type + " " + box.entries.map((entry) => entry.roll_distance).join(",");
console.log((file.moov.traks[0].mdia.minf.stbl.sgpds || []).map(described).join(" "));
for (const moof of file.moofs) {
    const traf = moof.trafs[0];
    const runs = (box) => box.entries.map((entry) => entry.sample_count + "x" + entry.group_description_index).join(",");
    const groups = (traf.sbgps || []).map((box) => box.grouping_type + " " + runs(box));
    console.log([traf.truns[0].sample_count, ...groups].join(" "));
}
