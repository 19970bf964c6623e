import { describe, expect, it } from 'vitest';
import { createFairLine } from '../../src/jobs/fair-line.ts';

const filled = (...items: readonly string[]) => {
  const line = createFairLine<string>();
  for (const item of items) line.add(item.charAt(0), item);
  return line;
};
const drain = (line: ReturnType<typeof filled>) => {
  const served: string[] = [];
  for (let item = line.next(); item !== undefined; item = line.next()) served.push(item);
  return served;
};

describe('createFairLine', () => {
  it('serves users in turn, each in their own order', () => {
    expect(drain(filled('a1', 'a2', 'a3', 'b1', 'c1', 'b2'))).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('says beforehand in which order it will serve', () => {
    const line = filled('a1', 'a2', 'b1', 'c1', 'c2', 'c3');
    const expected = line.inOrder();
    expect(drain(line)).toEqual(expected);
    expect(line.inOrder()).toEqual([]);
  });

  it('lets a new user in before the second job of others', () => {
    const line = filled('a1', 'a2', 'a3');
    expect(line.next()).toBe('a1');
    line.add('b', 'b1');
    expect(line.inOrder()).toEqual(['a2', 'b1', 'a3']);
    expect(drain(line)).toEqual(['a2', 'b1', 'a3']);
  });

  it('removes what waits, once', () => {
    const line = filled('a1', 'b1');
    expect([line.remove('a1'), line.remove('a1'), line.length]).toEqual([true, false, 1]);
    expect(drain(line)).toEqual(['b1']);
  });
});
