package main

func divide(a, b int) int {
	return a / b
}

//line Cell [7]:1
func innerOf(a int) int {
	return divide(a, 0)
}

func outerOf() {
	f := func() { innerOf(1) }

	f()
}

func outerOfDeadlock() {
	var nobody chan int
	<-nobody
}

//line places.go:24
func elsewhere() {
	go outerOf()
	select {}
}
