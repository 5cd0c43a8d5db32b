import type { ReactNode } from 'react';

interface Props {
  name: string;
  /** Of the name, for what refers to it. */
  id?: string;
  /** Of the value. */
  className?: string | undefined;
  children: ReactNode;
}

/** A name and a value in a description list. */
export function Fact({ name, id, className, children }: Props) {
  return (
    <div>
      <dt id={id}>{name}</dt>
      <dd className={className}>{children}</dd>
    </div>
  );
}
