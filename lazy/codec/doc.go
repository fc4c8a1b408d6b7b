// Package codec writes graphs of operations to bytes and reads them again, and gives digests of operations.
//
// A written graph is the line "lazycell graph 1", the length of a header in 8 bytes, the header, and sections, each of which is its length in 8 bytes
// and its bytes. All numbers in binary are little endian. The header is a JSON object:
//
//	axes    lists of numbers: the sizes of chunks along an axis
//	grids   lists of numbers: for each axis of an array, which of the axes it is cut as
//	layers  objects, inputs before what reads them:
//	        op      the type of the operation, a name of package op
//	        with    its parameters by name; what is missing is zero
//	        dtype   "float64", …
//	        grid    which of the grids
//	        inputs  the numbers of the layers that it reads
//	        pass    layers of another number are not computed together, even when they are the same
//	roots   the numbers of the layers that were written
//
// Parameters are JSON as encoding/json has it, with these exceptions. Floats that JSON lacks are "NaN", "Infinity" and "-Infinity"; integers are written with all
// their digits. A list of more than 32 integers is {"ints": n}, and n zigzag varints are the next section; one of floats is {"floats": n}, and float64 are
// the next section. A function is the name under which it is registered. A reader is an object of its scheme, location, name, kind of chunks
// and number of entries. The blocks of an array in memory are a list of kinds: a "dense" one has a section of its elements in C order, "csr" and "csc"
// have sections of indptr (int64), indices (int32) and values. Sections come in the order in which the header mentions them: those of axes first, then layer by
// layer, by the order in which package op declares parameters.
//
// A later version of this package reads what an earlier one wrote: a parameter that is added means, when it is zero, what was meant before, and a
// change that can't be put so changes the number in the first line.
package codec
