"""Checks ONNX files with ONNX's own checker and shape inference; one line for each file that fails. Needs Debian's python3-onnx."""

import sys

import onnx

for path in sys.argv[1:]:
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model)
        onnx.shape_inference.infer_shapes(model, strict_mode=True)
    except Exception as fault:  # whatever the checker throws is the finding
        print(f"{path}: {fault}")
