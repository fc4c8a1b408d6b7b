// Package function is the kernels that call functions of users.
package function
