import { Component, type ReactNode } from 'react';
import { Failure } from './Failure';

/** Whatever breaks in the view, the page says so and offers a way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Failure title="This page has run into a fault">
        Reload it to go on; stored models and choices are kept. The fault says: {error.message}
      </Failure>
    );
  }
}
