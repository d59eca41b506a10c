package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReusableBuffersTest {
    private static final int MIB = 1 << 20;

    private final ReusableBuffers buffers = new ReusableBuffers(2 * MIB, 4 * MIB);

    @Test
    void lendsSoMuchAndNoMore() {
        List<ByteBuffer> lent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertThat(buffers.isScarce()).isEqualTo(i == 3);
            lent.add(buffers.take(MIB));
        }
        assertThat(buffers.lentBytes()).isEqualTo(4L * MIB);
        assertThatThrownBy(() -> buffers.take(1)).isInstanceOf(StorageException.Busy.class);
        buffers.give(lent.get(0));
        buffers.forget(lent.get(1));
        assertThat(buffers.lentBytes()).isEqualTo(2L * MIB);
        assertThat(buffers.idleBytes()).isEqualTo(MIB);
        assertThat(buffers.take(MIB)).isSameAs(lent.get(0));
        assertThat(buffers.take(MIB)).isNotSameAs(lent.get(1));
        assertThatThrownBy(() -> buffers.take(MIB)).isInstanceOf(StorageException.Busy.class);
    }

    @Test
    void aBufferMayBeLargerThanTheBound() {
        ByteBuffer large = buffers.take(5 * MIB);
        assertThat(large.remaining()).isEqualTo(5 * MIB);
        assertThatThrownBy(() -> buffers.take(1)).isInstanceOf(StorageException.Busy.class);
        buffers.give(large);
        assertThat(buffers.lentBytes()).isZero();
        assertThat(buffers.idleBytes()).as("larger than what may lie idle").isZero();
    }
}
