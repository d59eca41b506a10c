/** Streams from the containers of a storage account, or of an emulator where there is none. */
@NullMarked
package io.dynpack.examples.azureblob;

import org.jspecify.annotations.NullMarked;
