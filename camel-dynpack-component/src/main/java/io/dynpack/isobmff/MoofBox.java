package io.dynpack.isobmff;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code moof} of one track fragment with one run, and the header of the {@code mdat} behind it (ISO/IEC 14496-12, 8.8.4). Whoever
 * writes it writes the table of the run.
 *
 * @param before what stands in front of the run
 * @param behind what stands behind it
 */
public record MoofBox(MfhdBox mfhd, TfhdBox tfhd, List<TrafPart> before, TrunHeader trun, List<TrafPart> behind,
        MdatHeader mdat) {

    /** Writes the table of a run. */
    public interface Table {
        void write(BoxWriter out);
    }

    /** The same with more boxes behind the run. */
    public MoofBox with(List<TrafPart> more) {
        List<TrafPart> all = new ArrayList<>(behind);
        all.addAll(more);
        return new MoofBox(mfhd, tfhd, before, trun, List.copyOf(all), mdat);
    }

    /** Bytes from the start of the box to the end of its last box: where the next one would begin. */
    public int headersSize() {
        return size() - mdat.size();
    }

    private int trafSize() {
        int size = Box.HEADER + tfhd.size() + trun.size();
        for (TrafPart part : before) {
            size += part.size();
        }
        for (TrafPart part : behind) {
            size += part.size();
        }
        return size;
    }

    /** Bytes of the box and of the header behind it. */
    public int size() {
        return Box.HEADER + MfhdBox.SIZE + trafSize() + mdat.size();
    }

    /** Writes both; the samples follow the header at once. */
    public void write(BoxWriter out, Table table) {
        int moof = out.start(Fourcc.MOOF);
        mfhd.write(out);
        int traf = out.start(Fourcc.TRAF);
        tfhd.write(out);
        before.forEach(part -> part.write(out));
        int run = trun.start(out, size());
        table.write(out);
        out.end(run);
        behind.forEach(part -> part.write(out));
        out.end(traf).end(moof);
        mdat.write(out);
    }
}
