package present

import "unsafe"

// useLanguage makes the compiler call those functions of the runtime that few programs need.
func useLanguage() {
	var (
		text          = *(*string)(used)
		bytes         = *(*[]byte)(used)
		numbers       = *(*[]int)(used)
		n, i, j       = *(*int)(used), *(*int)(used), *(*int)(used)
		k, l          = *(*uint)(used), *(*uint64)(used)
		large         = *(*map[int][1 << 12]byte)(used)
		largeByText   = *(*map[string][1 << 12]byte)(used)
		byPointer32   = *(*map[int32]*int)(used)
		byPointer64   = *(*map[int64]*int)(used)
		byPointer     = *(*map[*int]*int)(used)
		bySmall       = *(*map[int16]int8)(used)
		byText        = *(*map[string]any)(used)
		byAny         = *(*map[any]any)(used)
		byNothing     = *(*map[struct{}]int)(used)
		channel       = *(*chan [3]int)(used)
		empty         = *(*any)(used)
		withError     = *(*error)(used)
		withMethod    = *(*interface{ String() string })(used)
		floats        = *(*[]float64)(used)
		complexNumber = *(*complex128)(used)
	)
	print(n, k, text, floats[0], complexNumber, used, empty, withError, numbers, true)
	use(unsafe.Pointer(&large))
	large[n], largeByText[text] = large[j], largeByText[text+text]
	_, ok := large[n]
	_, ok2 := largeByText[text]
	print(ok, ok2)
	byPointer32[int32(n)], byPointer64[int64(n)], byPointer[&n] = &n, &n, &n
	bySmall[int16(n)]++
	byText[text], byAny[empty], byNothing[struct{}{}] = n, text, n
	delete(byPointer32, int32(n))
	delete(byPointer64, int64(n))
	delete(byText, text)
	delete(byAny, empty)
	delete(large, n)
	clear(large)
	clear(byText)
	clear(numbers)
	for key, value := range byAny {
		print(key, value)
	}
	numbers = append(numbers, numbers...)
	bytes = append(bytes, text...)
	n = copy(numbers, numbers[i:j:n]) + copy(bytes, text)
	numbers, bytes = numbers[k:l:uint(n)], bytes[:l]
	floats = floats[i:]
	print(numbers[j], bytes[i], floats[n], text[i:j], text[k:l], [4]int(numbers)[n])
	text = text + string(bytes) + text
	text = text + string(bytes) + text + string(rune(n)) + text
	text = string(append([]byte(text+text), text+text+text...)) + string([]rune(text))
	bytes = []byte(text + text + text + text + text)
	print(text == string(bytes), text < string(bytes), [1 << 10]int(numbers) == [1 << 10]int(floats2(n)))
	print(empty == any(n), withError == error(nil), withMethod == nil, empty == any(withError))
	channel = make(chan [3]int, int64(n))
	channel <- [3]int{n}
	select {
	case v, ok := <-channel:
		print(v[0], ok)
	case channel <- [3]int{j}:
	default:
	}
	select {
	case v := <-channel:
		print(v[0])
	case channel <- [3]int{j}:
	}
	select {
	case v := <-channel:
		print(v[0])
	default:
	}
	close(channel)
	print(len(make([]byte, int64(n))), len(make(map[int]int, int64(n))), len(make([]*int, l)), cap(make([]struct{ a, b *int }, n, j)))
	print(empty.(interface{ String() string }).String())
	withMethod, ok = empty.(interface{ String() string })
	withError, ok2 = withMethod.(error)
	print(ok, ok2, withMethod.String(), withError.Error())
	switch v := empty.(type) {
	case interface{ Error() string }:
		print(v.Error())
	case func() int:
		print(v())
	case []int:
		numbers = v
	case int:
		n = v
	}
	for range each {
		defer func() { print(recover() == nil) }()
	}
	for i := range numbers {
		defer func() { go print(i) }()
	}
	floats[0] = float64(l) + float64(k)
	l, k = uint64(floats[0]), uint(floats[1])
	print(l, k)
	complexNumber /= complexNumber
	use(unsafe.Pointer(unsafe.StringData(unsafe.String(&bytes[0], n))))
	use(unsafe.Pointer(unsafe.SliceData(unsafe.Slice(&numbers[0], n))))
	use(unsafe.Pointer(&[]byte(text + string(rune(numbers[0])) + text)[0]))
	use(unsafe.Pointer(&[]byte(text + string(rune(numbers[0])) + text + string(rune(numbers[1])) + text)[0]))
	i /= n
	j <<= n
	if n == j {
		panic(complexNumber)
	}
	select {}
}

//go:noinline
func each(yield func(int) bool) { yield(0) }

// floats2 returns numbers that the compiler doesn't know.
//
//go:noinline
func floats2(n int) []int { return make([]int, n) }
