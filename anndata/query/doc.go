// Package query turns selections that people type into indexes of the rows of a table. The grammar:
//
//	selection  = ":"                                 everything
//	           | range { "," range }                 rows by position: 0:100, -50:, ::10, as in Python
//	           | "@" path                            rows by name, one in each line of a file
//	           | name { "," name }                   rows by name; quote names that hold commas or look like something else
//	           | expression                          rows where it is true
//	expression = and { "or" and }
//	and        = not { "and" not }
//	not        = [ "not" ] ( "(" expression ")" | test )
//	test       = column ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) value
//	           | column ( "~" | "!~" ) regexp        RE2, anywhere in the text
//	           | column [ "not" ] "in" "[" value { "," value } "]"
//	           | column "is" [ "not" ] "missing"
//	           | column                              of booleans
//
// A column is a word or is quoted ("cell type"); index stands for the row names. A value is a number, true, false, a word or quoted text. What is between ' or "
// may have \' , \" and \\ in it. Missing values are never equal, less or greater, always different. A selection is an expression when an operator is in it.
package query
