import { describe, expect, it } from 'vitest';
import { allocatorEnvironment } from '../../src/jobs/allocator.ts';

describe('allocatorEnvironment', () => {
  it.each([
    [undefined, 'glibc.malloc.hugetlb=1'],
    // The last one wins.
    ['glibc.malloc.hugetlb=0', 'glibc.malloc.hugetlb=1:glibc.malloc.hugetlb=0'],
  ])('puts the tunables %s of the person last', (own, expected) =>
    expect(allocatorEnvironment({ GLIBC_TUNABLES: own })).toMatchObject({ GLIBC_TUNABLES: expected }),
  );
});
