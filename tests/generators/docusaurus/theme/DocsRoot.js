import React from 'react';
import renderRoutes from '@docusaurus/renderRoutes';
export default (props) => renderRoutes(props.route.routes);
