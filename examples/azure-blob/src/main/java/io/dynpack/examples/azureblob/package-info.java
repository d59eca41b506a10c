/** Streams from the containers of a storage account, or of an emulator where there is none. */
package io.dynpack.examples.azureblob;
