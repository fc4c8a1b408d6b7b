package op

import (
	"fmt"
	"slices"
)

// Check says whether every place lies within the input.
func (s *Select) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	g := in[0].Grid
	if len(s.Axes) != g.NDim() {
		return fmt.Errorf("places along %d axes of an array of shape %v", len(s.Axes), ShapeText(g.shape))
	}
	if err := ascendingAxes(s.Drop, g.NDim()); err != nil {
		return err
	}
	if err := axes("the result", out.Grid, g.NDim()-len(s.Drop)+len(s.New)); err != nil {
		return err
	}
	if err := ascendingAxes(s.New, out.Grid.NDim()); err != nil {
		return err
	}
	for _, axis := range s.New {
		if err := out.Grid.cutAs(axis, 1); err != nil {
			return err
		}
	}
	for axis, to := range s.Kept() {
		n := 1
		if to >= 0 {
			n = out.Grid.shape[to]
		}
		if err := s.Axes[axis].within(g.shape[axis], n); err != nil {
			return fmt.Errorf("axis %d of an array of shape %v: %w", axis, ShapeText(g.shape), err)
		}
	}
	return sameType(out, in)
}

// within says whether there are count places, none of them outside an axis of n.
func (p Positions) within(n, count int) error {
	if p.Len() != count {
		return fmt.Errorf("%d places where the result has %d", p.Len(), count)
	}
	if count == 0 {
		return nil
	}
	if p.List != nil {
		if least, most := slices.Min(p.List), slices.Max(p.List); least < 0 || most >= n {
			return fmt.Errorf("places from %d to %d lie outside", least, most)
		}
		return nil
	}
	// Divided, not multiplied, so that nothing overflows.
	room := n - 1 - p.Start
	if p.Step < 0 {
		room = p.Start
	}
	if p.Start < 0 || p.Start >= n || p.Step != 0 && count-1 > 0 && (p.Step > n || p.Step < -n || room/max(p.Step, -p.Step) < count-1) {
		return fmt.Errorf("%d places from %d on in steps of %d lie outside", count, p.Start, p.Step)
	}
	return nil
}
