import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** Shown in place of what broke. */
  failure: (error: Error) => ReactNode;
  children: ReactNode;
}

/** Whatever breaks inside is replaced by a word on it; the rest of the page goes on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error ? this.props.failure(error) : this.props.children;
  }
}
