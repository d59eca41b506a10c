/** One small handler for each operation of a {@code dynpack:} endpoint: from exchange to core and back. */
@NullMarked
package io.dynpack.camel.operation;

import org.jspecify.annotations.NullMarked;
