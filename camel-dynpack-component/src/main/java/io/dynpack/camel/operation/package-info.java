/** One small handler for each operation of a {@code dynpack:} endpoint: from exchange to core and back. */
package io.dynpack.camel.operation;
