"""Jupyter's own test of kernels, on the kernel lazycell: python kernel_standard.py"""
import sys
import unittest

import jupyter_kernel_test


RT = 'import "github.com/lazycell/lazycell/kernel/session/rt"\n'


class LazycellKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "lazycell"
    language_name = "go"
    file_extension = ".go"
    code_hello_world = 'import "fmt"\nfmt.Println("hello, world")'
    code_stderr = 'import ("fmt"; "os")\nfmt.Fprintln(os.Stderr, "oops")'
    completion_samples = [
        {"text": "%en", "matches": {"%env"}},
        {"text": "%%ba", "matches": {"%%bash"}},
        {"text": "x := 1", "matches": set()},
    ]
    complete_code_samples = ["1", "x := 1", "func f() {\n}", "type t struct{ a int }", "%env A b", "!ls", "for {\n}", "a, b", 'import "fmt"', "x++", "`raw`"]
    incomplete_code_samples = ["func f() {", "x := (1 +", "x +", "a,", "`raw", "/* comment", "fmt.", "x :=", "!ls \\", "if x {\n\ty("]
    invalid_code_samples = ["x := := 1", ")", "func func", "%nonsense", "if {}}", '"open']
    code_generate_error = 'panic("boom")'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": '"text"', "mime": "text/plain"}]
    code_display_data = [{"code": 'import "github.com/janpfeifer/gonb/gonbui"\ngonbui.DisplayHTML("<b>bold</b>")', "mime": "text/html"}]
    code_history_pattern = "6 *?"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "%env"
    code_page_something = "%env?"
    code_clear_output = RT + "rt.ClearOutput(false)"


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    for test, why in result.skipped:
        print(f"{test} was skipped: {why}")
    sys.exit(bool(result.skipped) or not result.wasSuccessful())
