/**
 * A planned body becomes bytes: {@link io.dynpack.delivery.BodyCursor} hands them out in order, a bounded part at a time. Sources
 * stay open between requests, reads are planned and shared, each part is verified against the version it was planned from, and
 * transforms and ciphers are run; encrypted bodies that are asked for in parts are kept. No Camel, no server: whoever has a
 * plan and a storage can read any answer.
 */
@NullMarked
package io.dynpack.delivery;

import org.jspecify.annotations.NullMarked;
