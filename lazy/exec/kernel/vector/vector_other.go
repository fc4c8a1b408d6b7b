//go:build !amd64 || purego

package vector

const vectors = false

func expGroups(_, _ *float64, _ int) int { return 0 }

func logGroups(_, _ *float64, _ int) int { return 0 }

func log1pGroups(_, _ *float64, _ int) int { return 0 }

func addPairs(_, _, _ *float64, _ int) {}

func subPairs(_, _, _ *float64, _ int) {}

func mulPairs(_, _, _ *float64, _ int) {}

func divPairs(_, _, _ *float64, _ int) {}

func addWith(_, _ *float64, _ float64, _ int) {}

func subWith(_, _ *float64, _ float64, _ int) {}

func mulWith(_, _ *float64, _ float64, _ int) {}

func divWith(_, _ *float64, _ float64, _ int) {}

func subFrom(_ *float64, _ float64, _ *float64, _ int) {}

func divFrom(_ *float64, _ float64, _ *float64, _ int) {}

func sqrtGroups(_, _ *float64, _ int) {}

func welfordGroups(_, _, _ *float64, _ float64, _ int) {}

func sumGroups(_ *float64, _ int) float64 { return 0 }

func squareGroups(_ *float64, _ float64, _ int) float64 { return 0 }

func mostGroups(_ *[4]float64, _ *float64, _ int) int { return 0 }

func leastGroups(_ *[4]float64, _ *float64, _ int) int { return 0 }

func mostPairs(_, _, _ *float64, _ int) {}

func leastPairs(_, _, _ *float64, _ int) {}

func streamGroups(_, _ *uint64, _ int) {}
