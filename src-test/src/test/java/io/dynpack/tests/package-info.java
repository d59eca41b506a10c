/** Tests across modules; what they stand on lies in the packages below. */
package io.dynpack.tests;
