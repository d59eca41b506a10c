package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ColumnTest {
    private static final IndexRoom ROOM = IndexRoom.of(new SourceFile("f.mp4", "v", 1 << 20));

    @Provide
    Arbitrary<List<Long>> values() {
        Arbitrary<Long> any = Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(-300, 300),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L), Arbitraries.longs().between(-9, 9).map(x -> x * 3003));
        Arbitrary<Integer> sizes = Arbitraries.of(0, 1, 2, 63, 64, 65, 127, 128, 129, 200);
        return sizes.flatMap(size -> Arbitraries.oneOf(any.list().ofSize(size),
                Arbitraries.longs().between(-9, 9).map(x -> x * 3003).list().ofSize(size),
                any.map(x -> new ArrayList<>(java.util.Collections.nCopies(size, x)))));
    }

    @Provide
    Arbitrary<List<Long>> lengths() {
        return Arbitraries.of(1, 63, 64, 65, 130, 300).flatMap(size -> Arbitraries.oneOf(
                Arbitraries.longs().between(0, 40).list().ofSize(size), Arbitraries.longs().between(0, 1).list().ofSize(size),
                Arbitraries.longs().between(0, 1L << 40).map(x -> new ArrayList<>(java.util.Collections.nCopies(size, x)))));
    }

    private static PackedColumn packed(List<Long> values) {
        PackedColumn.Builder builder = new PackedColumn.Builder();
        values.forEach(builder::add);
        return builder.build();
    }

    private static List<Long> all(PackedColumn column) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < column.count(); i++) {
            values.add(column.get(i));
        }
        return values;
    }

    @Property(tries = 300)
    void aPackedColumnGivesBackWhatWentIn(@ForAll("values") List<Long> values) {
        PackedColumn column = packed(values);
        assertThat(all(column)).isEqualTo(values);
        assertThat(column.isConstant()).isEqualTo(values.stream().distinct().count() <= 1);
        ByteBuffer stored = ByteBuffer.allocate(column.storedSize() + 3);
        column.store(stored);
        assertThat(stored.remaining()).isEqualTo(3);
        assertThat(all(PackedColumn.load(stored.flip(), ROOM))).isEqualTo(values);
    }

    @Property(tries = 200)
    void runningSumsAreThoseOfANaiveModel(@ForAll("lengths") List<Long> values) {
        RunningColumn column = new RunningColumn(packed(values));
        long sum = 0;
        for (int i = 0; i <= values.size(); i++) {
            assertThat(column.sumBefore(i)).isEqualTo(sum);
            sum += i < values.size() ? values.get(i) : 0;
        }
        assertThat(column.total()).isEqualTo(sum);
        for (long target : new long[]{0, 1, sum / 3, sum / 2, Math.max(0, sum - 1), sum, sum + 5}) {
            int expected = 0;
            long before = 0;
            for (int i = 0; i < values.size(); i++) {
                if (before <= target) {
                    expected = i;
                }
                before += values.get(i);
            }
            assertThat(column.indexOf(target)).as("index of %s", target).isEqualTo(expected);
        }
    }

    @Property(tries = 100)
    void aDamagedColumnIsRefusedOrShort(@ForAll("values") List<Long> values) {
        PackedColumn column = packed(values);
        ByteBuffer stored = ByteBuffer.allocate(column.storedSize());
        column.store(stored);
        if (column.storedSize() > 16) {
            assertThatThrownBy(() -> PackedColumn.load(stored.duplicate().flip().limit(stored.capacity() - 1), ROOM))
                    .isInstanceOf(IndexFormatException.class);
        }
    }
}
