package io.dynpack.index;

import java.nio.ByteBuffer;

/** A {@link PackedColumn} whose running sum is known at every 64th value, so that any sum costs at most 64 additions. */
public final class RunningColumn {
    private final PackedColumn values;
    private final long[] sums;
    private final long total;

    RunningColumn(PackedColumn values) {
        this.values = values;
        int count = values.count();
        if (values.isConstant()) {
            sums = new long[0];
            total = count == 0 ? 0 : Math.multiplyExact(values.get(0), count);
            return;
        }
        sums = new long[(count + 63) / 64];
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if ((i & 63) == 0) {
                sums[i >>> 6] = sum;
            }
            sum = Math.addExact(sum, values.get(i));
        }
        total = sum;
    }

    public int count() {
        return values.count();
    }

    public long get(int index) {
        return values.get(index);
    }

    /** The smallest value; 0 of an empty column. */
    long min() {
        return values.min();
    }

    public boolean isConstant() {
        return values.isConstant();
    }

    /** Sum of the values before {@code index}, which may be {@link #count()}. */
    public long sumBefore(int index) {
        if (sums.length == 0) {
            return index == 0 ? 0 : values.get(0) * index;
        }
        if (index == count()) {
            return total;
        }
        int from = index & ~63;
        long sum = sums[from >>> 6];
        for (int i = from; i < index; i++) {
            sum += values.get(i);
        }
        return sum;
    }

    /**
     * The largest index whose {@link #sumBefore} is at most {@code target}, for values that are never negative; among equal sums
     * the last. At most {@code count() - 1}.
     */
    public int indexOf(long target) {
        int count = count();
        if (sums.length == 0) {
            long value = count == 0 ? 0 : values.get(0);
            return value == 0 ? count - 1 : (int) Math.min(target / value, count - 1);
        }
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (sums[middle] <= target) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int index = low << 6;
        long sum = sums[low];
        while (index < count - 1 && sum + values.get(index) <= target) {
            sum += values.get(index++);
        }
        return index;
    }

    public long total() {
        return total;
    }

    void requireWithin(long min, long max, String what) {
        values.requireWithin(min, max, what);
    }

    public long heapBytes() {
        return values.heapBytes() + 8L * sums.length;
    }

    int storedSize() {
        return values.storedSize();
    }

    void store(ByteBuffer out) {
        values.store(out);
    }
}
